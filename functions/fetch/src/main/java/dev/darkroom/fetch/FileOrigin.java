package dev.darkroom.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of this machine, where the policy admits them; always the whole, since a copy is quickly begun again. */
final class FileOrigin implements Origin {
    private final OriginPolicy policy;

    FileOrigin(OriginPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Answer open(Ask ask) throws IOException {
        Path file = policy.admitFile(ask.source());
        long size = Files.size(file);
        return new Answer(Kind.WHOLE, 0, size, size, null, new FileBody(Files.newInputStream(file)));
    }

    private record FileBody(InputStream in) implements Body {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return in.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
