package dev.darkroom.fetch;

import java.io.IOException;

/** Every origin that there is, chosen by the URL's scheme. */
final class Origins implements Origin {
    private final Origin http;
    private final Origin files;

    Origins(Origin http, Origin files) {
        this.http = http;
        this.files = files;
    }

    @Override
    public Answer open(Ask ask) throws IOException {
        return "file".equalsIgnoreCase(ask.source().exact().getScheme()) ? files.open(ask) : http.open(ask);
    }
}
