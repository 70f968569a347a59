package dev.darkroom.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The formats, sub-formats and options that qemu-img has, and sizes small, odd and large. */
final class ImageRecipes {
    private static final long SECTOR = 512;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    private ImageRecipes() {}

    /** What qemu-img is asked to make; the format is by its name for it. */
    record Recipe(String format, String options, long size) {}

    static List<Recipe> all() {
        return Stream.of(qcow2(), vmdk(), vpc(), vhdx(), vdi(), raw(), neverAccepted())
                .flatMap(List::stream)
                .toList();
    }

    /** What a file system is converted to; its size is that of the file system. */
    static List<Recipe> conversions() {
        return Stream.of(
                        "raw|",
                        "qcow2|",
                        "qcow2|compat=0.10",
                        "qcow2|cluster_size=4k",
                        "qcow2|cluster_size=2M",
                        "qcow2|preallocation=metadata",
                        "qcow2|lazy_refcounts=on",
                        "qcow2|extended_l2=on",
                        "qcow2 -c|compression_type=zlib",
                        "qcow2 -c|compression_type=zstd,cluster_size=4k",
                        "qcow2 -c|compat=0.10",
                        "vmdk|",
                        "vmdk|subformat=streamOptimized",
                        "vmdk|adapter_type=lsilogic",
                        "vmdk|subformat=monolithicFlat",
                        "vpc|",
                        "vpc|force_size=on",
                        "vpc|subformat=fixed",
                        "vpc|subformat=fixed,force_size=on",
                        "vhdx|",
                        "vhdx|subformat=fixed",
                        "vhdx|block_size=1M",
                        "vdi|",
                        "vdi|static=on",
                        "qed|",
                        "parallels|")
                .map(row -> row.split("\\|", -1))
                .map(row -> new Recipe(row[0], row[1], 0))
                .toList();
    }

    private static List<Recipe> qcow2() {
        List<Recipe> all = new ArrayList<>();
        List<String> clusters = List.of("512", "1k", "4k", "16k", "64k", "256k", "1M", "2M");
        for (String cluster : clusters) {
            for (String compat : List.of("0.10", "1.1")) {
                add(
                        all,
                        "qcow2",
                        "compat=" + compat + ",cluster_size=" + cluster,
                        SECTOR,
                        1000,
                        MIB + SECTOR,
                        8 * GIB,
                        9 * GIB + SECTOR);
            }
        }
        for (String cluster : List.of("4k", "64k", "2M")) {
            for (int bits = 1; bits <= 64; bits *= 2) {
                add(all, "qcow2", "refcount_bits=" + bits + ",cluster_size=" + cluster, GIB);
            }
            for (String how : List.of("off", "metadata", "falloc", "full")) {
                add(all, "qcow2", "preallocation=" + how + ",cluster_size=" + cluster, MIB, 3 * MIB + SECTOR);
            }
            add(all, "qcow2", "lazy_refcounts=on,cluster_size=" + cluster, GIB);
            for (String type : List.of("zlib", "zstd")) {
                add(all, "qcow2", "compression_type=" + type + ",cluster_size=" + cluster, MIB, 100 * GIB);
            }
        }
        for (String cluster : List.of("16k", "64k", "2M")) {
            add(all, "qcow2", "extended_l2=on,cluster_size=" + cluster, MIB, GIB);
        }
        return all;
    }

    private static List<Recipe> vmdk() {
        List<Recipe> all = new ArrayList<>();
        for (String adapter : List.of("ide", "buslogic", "lsilogic", "legacyESX")) {
            for (String form : List.of("monolithicSparse", "streamOptimized")) {
                String options = "adapter_type=" + adapter + ",subformat=" + form;
                add(all, "vmdk", options, SECTOR, MIB + SECTOR, GIB + 3 * SECTOR, 100 * GIB);
            }
        }
        add(all, "vmdk", "compat6=on", MIB, 3 * GIB);
        add(all, "vmdk", "compat6=on,subformat=streamOptimized", MIB, 3 * GIB);
        add(all, "vmdk", "zeroed_grain=on", MIB, 3 * GIB);
        add(all, "vmdk", "hwversion=13,toolsversion=10346", MIB, 3 * GIB);
        for (String form : List.of("monolithicFlat", "twoGbMaxExtentFlat", "twoGbMaxExtentSparse")) {
            add(all, "vmdk", "subformat=" + form, MIB, 3 * GIB);
        }
        return all;
    }

    private static List<Recipe> vpc() {
        List<Recipe> all = new ArrayList<>();
        for (String form : List.of("dynamic", "fixed")) {
            for (String force : List.of("on", "off")) {
                String options = "subformat=" + form + ",force_size=" + force;
                add(all, "vpc", options, MIB, 3 * MIB + SECTOR, 64 * MIB - SECTOR, 127 * MIB, GIB + SECTOR, 99 * GIB);
            }
        }
        return all;
    }

    private static List<Recipe> vhdx() {
        List<Recipe> all = new ArrayList<>();
        for (String block : List.of("1M", "8M", "32M", "256M")) {
            for (String log : List.of("1M", "5M")) {
                String options = "block_size=" + block + ",log_size=" + log;
                add(all, "vhdx", options, MIB, 100 * MIB + SECTOR, 3 * GIB, 100 * GIB);
                add(all, "vhdx", "subformat=fixed," + options, MIB, 3 * MIB);
            }
        }
        add(all, "vhdx", "block_state_zero=off", MIB, GIB);
        return all;
    }

    private static List<Recipe> vdi() {
        List<Recipe> all = new ArrayList<>();
        add(all, "vdi", "", SECTOR, 1000, MIB, MIB + SECTOR, 5 * GIB, 100 * GIB);
        add(all, "vdi", "static=on", SECTOR, MIB, 3 * MIB + SECTOR, GIB);
        return all;
    }

    private static List<Recipe> raw() {
        List<Recipe> all = new ArrayList<>();
        add(all, "raw", "", 1, SECTOR, 1000, MIB, MIB + 1, 5 * GIB, 100 * GIB);
        add(all, "raw", "preallocation=falloc", SECTOR, MIB, 3 * MIB + SECTOR);
        add(all, "raw", "preallocation=full", SECTOR, MIB, 3 * MIB + SECTOR);
        return all;
    }

    private static List<Recipe> neverAccepted() {
        List<Recipe> all = new ArrayList<>();
        for (String cluster : List.of("4k", "64k", "1M")) {
            for (int table : new int[] {1, 4, 16}) {
                add(all, "qed", "cluster_size=" + cluster + ",table_size=" + table, GIB);
            }
        }
        add(all, "parallels", "", MIB, GIB);
        add(all, "parallels", "cluster_size=512k", MIB, GIB);
        add(all, "qcow", "", MIB, GIB);
        return all;
    }

    private static void add(List<Recipe> all, String format, String options, long... sizes) {
        for (long size : sizes) {
            all.add(new Recipe(format, options, size));
        }
    }
}
