package dev.darkroom.packaged;

import dev.darkroom.events.testing.FakeHttp.Request;
import dev.darkroom.fetch.testing.FakeOrigin;
import dev.darkroom.fetch.testing.Served;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A web server that has files, breaks some of them off, and stops in the middle of others until it is told to go on. */
final class Origin implements AutoCloseable {
    private final FakeOrigin server = new FakeOrigin();
    private final Map<String, CountDownLatch> goOn = new ConcurrentHashMap<>();

    /** Has a file from now on, as {@code whole/NAME}, {@code cut/NAME}, which has no end, and {@code stopping/NAME}. */
    void have(String name, byte[] content) {
        var told = new CountDownLatch(1);
        goOn.put(name, told);
        Served file = Served.file(content).validator("ETag: \"" + Arrays.hashCode(content) + "\"");
        server.on("/whole/" + name, file);
        server.on("/cut/" + name, file.cutAfter(1000));
        server.on("/stopping/" + name, file.stopAfter(content.length / 2, told));
    }

    String url(String path) {
        return server.url("/" + path);
    }

    /** What was asked of a path, in order. */
    List<Request> asked(String path) {
        return server.requests().stream()
                .filter(request -> request.path().equals("/" + path))
                .toList();
    }

    /** Everything that stopped goes on. */
    void goOn() {
        goOn.keySet().forEach(this::goOn);
    }

    /** It goes on where it has stopped. */
    void goOn(String name) {
        goOn.get(name).countDown();
    }

    @Override
    public void close() throws IOException {
        goOn();
        server.close();
    }
}
