package dev.darkroom.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.staging.disk.Deletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    Path root;

    private Workspace prepare() throws IOException {
        return Workspace.prepare(root.resolve("work"), Files.writeString(root.resolve("source"), "bytes"));
    }

    @Test
    void theSourceIsFoundUnderItsFixedName() throws IOException {
        assertThat(prepare().directory().resolve("in")).hasContent("bytes");
    }

    @Test
    void whatEarlierAttemptsLeftIsGone() throws IOException {
        Path outside = Files.createDirectories(root.resolve("outside/deep"));
        Path earlier = prepare().directory();
        Files.createDirectories(earlier.resolve("out/a/b"));
        Files.writeString(earlier.resolve("out/a/b/file"), "left");
        Files.createSymbolicLink(earlier.resolve("out/link"), outside.getParent());
        Path other = Files.createDirectory(root.resolve("works-1"));

        Workspace workspace = prepare();

        assertThat(workspace.outputDirectory()).isEmptyDirectory();
        assertThat(earlier).doesNotExist();
        assertThat(other).as("a directory of another name").exists();
        assertThat(outside).as("a link is deleted, not what it leads to").exists();
    }

    @Test
    void removingLeavesTheSource() throws IOException {
        Workspace workspace = prepare();
        Files.writeString(workspace.output(), "half");

        workspace.remove();

        assertThat(workspace.directory()).doesNotExist();
        assertThat(workspace.source()).hasContent("bytes");
        assertThatCode(workspace::remove).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryThatCannotBeDeletedIsNoFailure() {
        Path impossible = root.resolve("x".repeat(300));

        assertThatThrownBy(() -> Deletion.delete(impossible)).isInstanceOf(IOException.class);
        assertThatCode(() -> new Workspace(impossible, root.resolve("source")).remove())
                .doesNotThrowAnyException();
    }

    @Test
    void onlyARegularFileIsAnOutput() throws IOException {
        Workspace workspace = prepare();
        assertThat(workspace.hasOutput()).isFalse();
        assertThat(workspace.outputSize()).isZero();

        Files.createSymbolicLink(workspace.output(), workspace.source());
        assertThat(workspace.hasOutput()).as("a link").isFalse();
        assertThat(workspace.outputSize()).isZero();

        Files.delete(workspace.output());
        Files.writeString(workspace.output(), "four");
        assertThat(workspace.hasOutput()).isTrue();
        assertThat(workspace.outputSize()).isEqualTo(4);
    }
}
