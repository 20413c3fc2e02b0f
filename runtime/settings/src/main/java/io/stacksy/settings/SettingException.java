package io.stacksy.settings;

/** A change of a setting that did not happen. */
public final class SettingException extends RuntimeException {
    /** Why, for callers that decide by it. */
    public enum Reason {
        UNKNOWN,
        NOT_LIVE,
        BAD_VALUE
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    private SettingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** @param nearest the name of a setting that there is, which may have been meant */
    public static SettingException unknown(String name, String nearest) {
        return new SettingException(
                Reason.UNKNOWN, "there is no setting '" + name + "'; did you mean " + nearest + "?");
    }

    public static SettingException notLive(String name) {
        return new SettingException(
                Reason.NOT_LIVE,
                name + " cannot be changed while the node runs: set STACKSY_" + name + " and start the node again");
    }

    /** @param message what is wrong, and which values it takes */
    public static SettingException badValue(String message) {
        return new SettingException(Reason.BAD_VALUE, message);
    }

    public Reason reason() {
        return reason;
    }
}
