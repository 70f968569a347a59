package dev.darkroom.fetch.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/** Reads files of this machine, below listed directories; always the whole, since a copy is quickly begun again. */
final class FileOrigin implements Origin {
    private final ListedDirectories directories;

    FileOrigin(ListedDirectories directories) {
        this.directories = directories;
    }

    @Override
    public Answer open(Ask ask) throws IOException {
        SeekableByteChannel file = directories.admit(ask).open();
        long size = file.size();
        return new Answer(Kind.WHOLE, 0, size, size, null, new FileBody(Channels.newInputStream(file)));
    }

    private record FileBody(InputStream in) implements Body {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
        }

        @Override
        public End end() {
            return End.FRAMED;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
