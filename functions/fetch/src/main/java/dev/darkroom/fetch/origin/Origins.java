package dev.darkroom.fetch.origin;

import dev.darkroom.fetch.policy.Credentials;
import dev.darkroom.fetch.policy.OriginPolicy;
import dev.darkroom.fetch.policy.OriginsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Every origin that there is, chosen by the URL's scheme. */
public final class Origins implements Origin {
    private final Origin http;
    private final Origin files;

    Origins(Origin http, Origin files) {
        this.http = http;
        this.files = files;
    }

    public static Origins of(OriginsConfig config, HttpConnector connector, Clock clock) {
        return of(config, InetAddress::getAllByName, System::getenv, connector, clock, System::nanoTime);
    }

    /** @param nanos a clock that only runs forward */
    public static Origins of(
            OriginsConfig config,
            OriginPolicy.Resolver resolver,
            UnaryOperator<String> environment,
            HttpConnector connector,
            Clock clock,
            LongSupplier nanos) {
        var policy = new OriginPolicy(OriginPolicy.Rules.of(config), resolver);
        var credentials = Credentials.of(config.credentials(), environment);
        return new Origins(
                new HttpOrigin(connector, policy, credentials, new ResponseReader(clock), nanos),
                new FileOrigin(new ListedDirectories(config.files().orElse(List.of()))));
    }

    @Override
    public Answer open(Ask ask) throws IOException {
        return "file".equalsIgnoreCase(ask.source().exact().getScheme()) ? files.open(ask) : http.open(ask);
    }
}
