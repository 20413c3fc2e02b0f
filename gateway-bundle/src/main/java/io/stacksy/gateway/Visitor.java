package io.stacksy.gateway;

import io.stacksy.auth.Identity;
import io.stacksy.deploy.Version;
import io.stacksy.route.Rule;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sent a request, found out as far as something depends on it, and once. What tells one visitor from others, so
 * that each stays with one revision: the account, else the cookie from before, else the address. An address of this very
 * machine tells nobody apart, for it is a proxy's or a script's: such a visitor gets a number, and keeps it by the cookie.
 * Belongs to the thread that serves the request.
 */
final class Visitor {
    static final String COOKIE = "stacksy-canary";

    private static final Rule MAY_ADDRESS = new Rule.AnyOf(Set.of("tools:write"));
    private static final Pattern VALUE = Pattern.compile("[0-9A-Za-z_-]{1,64}");
    private static final Pattern OWN_NUMBER = Pattern.compile("[0-9a-f]{1,16}");
    private static final int HEXADECIMAL = 16;

    /** Numbers are given in a row, for then they are divided evenly even if they are few. */
    private static final AtomicLong NEXT =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    private static final Set<String> OWN = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "::1", "[::1]");

    private final HttpServletRequest request;
    private final Client client;
    private final Access access;
    private boolean asked;
    private Optional<Identity> identity = Optional.empty();
    private @Nullable Refusal refusal;
    private OptionalLong number = OptionalLong.empty();
    private @Nullable String cookie;

    Visitor(HttpServletRequest request, Client client, Access access) {
        this.request = request;
        this.client = client;
        this.access = access;
    }

    /** @throws Refusal if a credential was sent that is not good */
    Optional<Identity> identity() {
        if (!asked) {
            asked = true;
            try {
                identity = access.authenticate(request);
            } catch (Refusal bad) {
                refusal = bad;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return identity;
    }

    /**
     * The one revision that is addressed; empty for whichever has the visitor's share.
     *
     * @throws Refusal if the visitor may not, or it is no version
     */
    Optional<Version> revision() {
        String version = request.getHeader(Exchange.REVISION_HEADER);
        if (version == null) {
            return Optional.empty();
        }
        access.authorize(MAY_ADDRESS, identity());
        try {
            return Optional.of(Version.parse(version.strip()));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRevision();
        }
    }

    /** What tells this visitor from others. A bad credential tells nothing; it is refused later, where all are. */
    long number() {
        if (number.isEmpty()) {
            number = OptionalLong.of(account().map(Visitor::hash).orElseGet(this::anonymous));
        }
        return number.getAsLong();
    }

    private Optional<String> account() {
        try {
            return identity().map(Identity::subject);
        } catch (Refusal bad) {
            return Optional.empty();
        }
    }

    private long anonymous() {
        Optional<String> given = cookie();
        if (given.isPresent()) {
            return OWN_NUMBER.matcher(given.get()).matches()
                    ? Long.parseUnsignedLong(given.get(), HEXADECIMAL)
                    : hash(given.get());
        }
        String address = client.address();
        long drawn = OWN.contains(address) ? NEXT.getAndIncrement() : hash(address);
        cookie = Long.toHexString(drawn);
        return drawn;
    }

    /** FNV-1a, stirred by the end of MurmurHash 3. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private Optional<String> cookie() {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie sent : cookies) {
                if (sent.getName().equals(COOKIE)
                        && VALUE.matcher(sent.getValue()).matches()) {
                    return Optional.of(sent.getValue());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The cookie that the answer has to bring, as its header says it; empty where none is needed.
     *
     * @param path below which the tool is
     */
    Optional<String> newCookie(String path, boolean secure) {
        return Optional.ofNullable(cookie)
                .map(drawn -> COOKIE + "=" + drawn + "; Path=" + path + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
