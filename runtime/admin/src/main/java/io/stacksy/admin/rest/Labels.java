package io.stacksy.admin.rest;

import io.stacksy.deploy.RolloutException;
import java.util.Locale;

/** The names that reasons have in JSON. */
final class Labels {
    private Labels() {}

    static String of(RolloutException.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
