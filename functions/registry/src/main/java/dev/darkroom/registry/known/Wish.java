package dev.darkroom.registry.known;

/** What catalogues say of an image, or said of it last. Sealed: only what they say now can be corrected. */
public sealed interface Wish {
    Wish NONE = new Unnamed();

    /** What it is by them: as they say now, or said last when somebody has had its bytes; null: by none. */
    default Entry entry() {
        return null;
    }

    /** What they say since a request is under way for other bytes: it counts when that has come to nothing; null: nothing. */
    default Entry correction() {
        return null;
    }

    /** What it is as soon as somebody has its bytes; null: none has ever named it. */
    default Entry kept() {
        return entry();
    }

    /** Whether catalogues have named it, and none does any more. */
    default boolean over() {
        return false;
    }

    /** It is known from events only. */
    record Unnamed() implements Wish {}

    /** At least one names it. */
    record Named(Entry entry, Entry correction) implements Wish {}

    /** The last of them took it out, when nobody had had its bytes. */
    record Withdrawn(Entry kept) implements Wish {
        @Override
        public boolean over() {
            return true;
        }
    }

    /** The last of them took it out, and somebody has had its bytes: it stays where it is, and is asked for nowhere. */
    record Dropped(Entry entry) implements Wish {
        @Override
        public boolean over() {
            return true;
        }
    }
}
