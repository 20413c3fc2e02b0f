package io.stacksy.launcher;

import java.util.List;
import java.util.Locale;

/**
 * Everything about a node that can be set, in one table. A constant's name makes the names it is set by: {@code
 * MAX_BODY_BYTES} is {@code STACKSY_MAX_BODY_BYTES} in the environment and {@code max.body.bytes} in a file.
 */
@SuppressWarnings("ImmutableEnumChecker") // it cannot see that a Kind and a List.of never change
enum Setting {
    PORT(
            Kind.port(),
            "8080",
            "The port of the node's HTTP. 0 takes any free one; the ready line says which.",
            new Target("io.stacksy.gateway", "port")),
    HOST(
            Kind.text(),
            "127.0.0.1",
            "The address that the port is opened on: a name or an IP address, `0.0.0.0` for all of the machine's.",
            new Target("io.stacksy.gateway", "host")),
    DATA(
            Kind.folder(),
            "data",
            "Everything the node keeps: its PostgreSQL, keys, caches. Relative to where the command is called. Made if"
                    + " missing, readable by its owner alone, used by one node at a time."),
    PUBLIC_URL(
            Kind.webAddress(),
            "",
            "The address under which clients reach the node, where a proxy stands before it. Makes links that the node"
                    + " hands out right. Without it the address of the request itself counts.",
            new Target("io.stacksy.gateway", "public.url"),
            new Target("io.stacksy.description", "public.url")),
    TLS_CERT(
            Kind.file(),
            "",
            "The node's certificate, with those that vouch for it after it, in PEM. With it and `TLS_KEY` the port speaks"
                    + " TLS and nothing else. Read again when it changes.",
            new Target("io.stacksy.gateway", "tls.certificate")),
    TLS_KEY(
            Kind.file(),
            "",
            "The private key of `TLS_CERT` (RSA or EC) in PEM, PKCS #8 and not encrypted. Read again when it changes.",
            new Target("io.stacksy.gateway", "tls.key")),
    TRUSTED_PROXIES(
            Kind.networks(),
            "",
            "The proxies before the node: addresses and networks such as `10.0.0.0/8`, with commas between them. From these"
                    + " alone `X-Forwarded-For` and `X-Forwarded-Proto` are believed, from right to left up to the first"
                    + " address that is not among them.",
            new Target("io.stacksy.gateway", "trusted.proxies")),
    CORS_ORIGINS(
            Kind.origins(),
            "",
            "Whose pages may use the node from a browser: origins such as `https://app.example.org`, with commas between"
                    + " them, which may send cookies too; or `*` alone for all, which may not. Without it only pages of"
                    + " the node's own origin.",
            Change.LIVE,
            new Target("io.stacksy.gateway.terms", "cors.origins")),
    DATABASE_URL(
            Kind.databaseAddress(),
            "",
            "A PostgreSQL of your own, version 14 or newer, of which the node takes up to 17 connections, and one more for"
                    + " each rollout that is under way. Without it the node runs one in its data folder.",
            new Target("io.stacksy.store.postgres", "url")),
    DATABASE_USER(
            Kind.text(),
            "",
            "The role to sign in to `DATABASE_URL` with. Needs `CREATEROLE` and to own the database, for each tool gets"
                    + " a schema and a role.",
            new Target("io.stacksy.store.postgres", "user")),
    DATABASE_PASSWORD(
            Kind.secret(), "", "The password of `DATABASE_USER`.", new Target("io.stacksy.store.postgres", "password")),
    ADMIN_PASSWORD(
            Kind.secret(),
            "",
            "The first password of the account `admin`, for the first start on a new data folder. Without it one is"
                    + " made up, printed once and left in `data/admin-password`.",
            new Target("io.stacksy.auth.provider", "admin.password")),
    LOG_FORMAT(Kind.choice("json", "text"), "json", "One JSON object a line, or lines for people."),
    LOG_LEVEL(
            Kind.levels(),
            "info",
            "The least severity that is logged, of all and of single loggers. The libraries' own `info` shows from `debug`"
                    + " on; what they say below that never does, for it quotes what clients send.",
            Change.LIVE),
    MAX_BODY_BYTES(
            Kind.size("0B", "1GiB"),
            "10MiB",
            "The largest request body, where a tool says nothing else.",
            Change.LIVE,
            new Target("io.stacksy.gateway.terms", "max.body.bytes"),
            new Target("io.stacksy.budget", "body.bytes")),
    REQUEST_TIMEOUT(
            Kind.duration("10ms", "1h"),
            "60s",
            "How long a tool may take to begin an answer. Then the caller gets 504 and the tool's thread is interrupted;"
                    + " what has begun goes on.",
            Change.LIVE,
            new Target("io.stacksy.budget", "deadline.millis")),
    TOOL_CONCURRENCY(
            Kind.number(1, 10_000),
            "128",
            "How many requests of one tool may be under way; more get 503. The node has 256 threads for the"
                    + " requests of all tools, and a tool may have as many of them as are left.",
            Change.LIVE,
            new Target("io.stacksy.budget", "concurrency")),
    TOOL_CONNECTIONS(
            Kind.number(1, 1_000),
            "8",
            "How many of the node's 16 connections to the database one tool may have in use.",
            Change.LIVE,
            new Target("io.stacksy.budget", "connections")),
    TOOL_ERROR_PERCENT(
            Kind.number(0, 100),
            "50",
            "From which share of failed answers over ten seconds, of 20 or more, a revision is given a rest: its requests"
                    + " get 503 for 5 s, then three may try. 0 for never.",
            Change.LIVE,
            new Target("io.stacksy.budget", "error.percent")),
    RATE_LIMIT_DEFAULT(
            Kind.rate(),
            "off",
            "How often each caller may ask one tool on each node: an account or, without one, an address. More get 429."
                    + " An operation may have a limit of its own beside it.",
            Change.LIVE,
            new Target("io.stacksy.budget", "rate")),
    IDEMPOTENCY_TTL(
            Kind.duration("1m", "30d"),
            "24h",
            "How long a request with an `Idempotency-Key` is on record, so that its repeats get the first answer again. See"
                    + " [idempotency](idempotency.md).",
            new Target("io.stacksy.store.idempotency", "ttl.millis")),
    TOOL_QUARANTINE_AFTER(
            Kind.number(0, 1_000),
            "5",
            "How many times within ten minutes a revision may be given a rest, keep a thread past its deadline, or be found"
                    + " with more than 256 threads of its own. Then the"
                    + " revision before serves again if it is still warm; else its requests get 503 until somebody"
                    + " releases it. 0 for any number.",
            Change.LIVE,
            new Target("io.stacksy.deployer", "quarantine.after")),
    DRAIN_TIMEOUT(
            Kind.duration("0s", "10m"),
            "30s",
            "How long requests under way may take to finish when their revision, or the node, goes out of service.",
            new Target("io.stacksy.gateway", "drain.timeout.millis"),
            new Target("io.stacksy.deployer", "drain.timeout.millis")),
    ROLLOUT_TIMEOUT(
            Kind.duration("1s", "1h"),
            "30s",
            "How long a new revision may take to start and to say that it is ready, before it is rolled back.",
            new Target("io.stacksy.deployer", "rollout.timeout.millis")),
    ROLLBACK_WINDOW(
            Kind.duration("0s", "7d"),
            "10m",
            "How long the revision before stays warm, so that going back to it takes no start.",
            Change.LIVE,
            new Target("io.stacksy.deployer", "rollback.window.millis")),
    CANARY_DURATION(
            Kind.duration("1s", "7d"),
            "5m",
            "How long a canary's share of the traffic is watched, where its plan does not say.",
            Change.LIVE,
            new Target("io.stacksy.deployer", "canary.duration.millis")),
    CANARY_MIN_REQUESTS(
            Kind.number(1, 1_000_000),
            "100",
            "How many requests a canary and the live revision each must have answered, to be compared. With fewer it"
                    + " waits for a person.",
            Change.LIVE,
            new Target("io.stacksy.deployer", "canary.min.requests")),
    TRUST(
            Kind.choice("open", "signed"),
            "open",
            "Whose tool bundles the node takes: everybody's who may deploy, or only those that a key of `TRUST_KEYS` has"
                    + " signed.",
            new Target("io.stacksy.deployer", "trust")),
    TRUST_KEYS(
            Kind.place(),
            "",
            "The key ring: a file with one public key a line, or a folder of such files, `*.keys`. Read anew at each"
                    + " rollout. See [security](security.md).",
            new Target("io.stacksy.deployer", "trust.keys")),
    DROP_FOLDER(
            Kind.folder(),
            "",
            "A folder whose tool bundles are deployed, replaced and removed as their jars are. Made if missing. Without"
                    + " it there is none.",
            new Target("io.stacksy.dropfolder", "folder")),
    REGISTRATION(
            Kind.choice("open", "closed"),
            "closed",
            "Whether anybody may make an account with `POST /auth/register`, or administrators alone.",
            new Target("io.stacksy.auth.provider", "registration")),
    ACCESS_TOKEN_TTL(
            Kind.duration("1m", "24h"),
            "10m",
            "How long an access token is valid.",
            new Target("io.stacksy.auth.provider", "access.token.ttl.seconds")),
    REFRESH_TOKEN_TTL(
            Kind.duration("1h", "365d"),
            "30d",
            "How long a session lasts from signing in, however much it is used. Its refresh tokens end with it.",
            new Target("io.stacksy.auth.provider", "refresh.token.ttl.seconds")),
    SIGNING_KEY_TTL(
            Kind.duration("1h", "3650d"),
            "30d",
            "How long a key signs access tokens before the next one takes its place. See [security](security.md).",
            new Target("io.stacksy.auth.provider", "signing.key.ttl.seconds")),
    MASTER_KEY(
            Kind.key(),
            "",
            "The key under which signing keys stand in the database, the same for all nodes on it: `openssl rand -base64"
                    + " 32`. Without it one is made at the first start and kept in `data/master-key`.",
            new Target("io.stacksy.auth.provider", ".master.key")),
    API_KEY_RATE(
            Kind.rate(),
            "off",
            "How often an API key may be used on each node, where it has no rate of its own. More get 429.",
            new Target("io.stacksy.auth.provider", "api.key.rate"));

    private static final String PREFIX = "STACKSY_";

    private final Kind kind;
    private final String defaultText;
    private final String description;
    private final Change change;
    private final List<Target> targets;

    /** When a change of a setting takes effect. */
    private enum Change {
        AT_START,
        /** At once: the components of all its targets take it while they run. */
        LIVE
    }

    Setting(Kind kind, String defaultText, String description, Target... targets) {
        this(kind, defaultText, description, Change.AT_START, targets);
    }

    Setting(Kind kind, String defaultText, String description, Change change, Target... targets) {
        this.kind = kind;
        this.defaultText = defaultText;
        this.description = description;
        this.change = change;
        this.targets = List.of(targets);
    }

    Kind kind() {
        return kind;
    }

    /** The value, as text, that holds where nothing is set; empty for none. */
    String defaultText() {
        return defaultText;
    }

    String description() {
        return description;
    }

    List<Target> targets() {
        return targets;
    }

    /** Whether an operator can change it while the node runs. */
    boolean live() {
        return change == Change.LIVE;
    }

    /** Its name in the environment. */
    String variable() {
        return PREFIX + name();
    }

    /** Its name in a file of settings. */
    String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
