package dev.darkroom.fetch.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A resolver that says what a test wants: a row of answers for each name, the last one for all further questions. */
public final class Names implements OriginPolicy.Resolver {
    public final List<String> asked = new ArrayList<>();
    private final Map<String, Deque<String[]>> answers = new HashMap<>();

    /** Adds an answer; each is one address or several. */
    public Names on(String name, String... addresses) {
        answers.computeIfAbsent(name, any -> new ArrayDeque<>()).add(addresses);
        return this;
    }

    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        asked.add(name);
        Deque<String[]> row = answers.get(name);
        if (row == null) {
            throw new UnknownHostException(name);
        }
        String[] addresses = row.size() > 1 ? row.remove() : row.element();
        InetAddress[] found = new InetAddress[addresses.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = AddressBlock.parse(addresses[i]).first();
        }
        return found;
    }
}
