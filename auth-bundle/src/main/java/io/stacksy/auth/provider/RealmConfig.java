package io.stacksy.auth.provider;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How this node lets people and programs in. */
@ObjectClassDefinition(name = "Stacksy sign-in")
@interface RealmConfig {
    @AttributeDefinition(
            name = "Administrator's password",
            description = "That of the account made at first start; empty: one is made up; a key that begins with a"
                    + " dot is shown to nobody",
            type = AttributeType.PASSWORD)
    String _admin_password() default "";

    @AttributeDefinition(
            name = "Administrator's password, shown",
            description = "The same where the other is empty; it can be seen among the service's properties",
            type = AttributeType.PASSWORD)
    String admin_password() default "";

    @AttributeDefinition(
            name = "Administrator's password file",
            description = "Where a made-up password is left, for the node's own user to read")
    String admin_password_file() default "data/admin-password";

    @AttributeDefinition(
            name = "Administrator's reset file",
            description = "Where a new password of the administrator is looked for, to be taken once")
    String admin_reset_file() default "data/admin-reset";

    @AttributeDefinition(
            name = "API key rate",
            description = "How often an API key may be used that has no rate of its own, such as 100/s; off: as"
                    + " often as it likes")
    String api_key_rate() default "off";

    @AttributeDefinition(
            name = "Key file",
            description = "The key under which signing keys stand in the database; made at first start")
    String key_file() default "data/master.key";

    @AttributeDefinition(
            name = "Master key",
            description = "The same in Base64, in place of the file; shown to nobody",
            type = AttributeType.PASSWORD)
    String _master_key() default "";

    @AttributeDefinition(
            name = "Signing key TTL",
            description = "How long a key signs access tokens until the next takes its place, in s")
    long signing_key_ttl_seconds() default 2_592_000;

    @AttributeDefinition(name = "Registration", description = "Whether anybody may make an account: open or closed")
    String registration() default "closed";

    @AttributeDefinition(name = "Access token TTL", description = "How long an access token holds, in s")
    long access_token_ttl_seconds() default 600;

    @AttributeDefinition(
            name = "Refresh token TTL",
            description = "How long a session lasts from its sign-in, however much it is used, in s")
    long refresh_token_ttl_seconds() default 604_800;

    @AttributeDefinition(name = "Issuer", description = "Who access tokens say has issued them")
    String issuer() default "stacksy";

    @AttributeDefinition(name = "Audience", description = "Where access tokens say they hold")
    String audience() default "stacksy";

    @AttributeDefinition(
            name = "Poll period",
            description = "How often revocations, roles and keys are read from the database, in ms")
    long poll_millis() default 4_000;

    @AttributeDefinition(
            name = "Largest age",
            description = "How long access tokens are accepted while revocations cannot be read, in ms")
    long age_max_millis() default 60_000;
}
