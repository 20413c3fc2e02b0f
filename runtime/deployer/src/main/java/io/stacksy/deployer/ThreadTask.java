package io.stacksy.deployer;

import org.jspecify.annotations.Nullable;

/**
 * What threads were made to run.
 *
 * @param task where it is kept
 * @param holder the object in which newer versions of Java keep that; null where the thread itself does
 */
record ThreadTask(HiddenField task, @Nullable HiddenField holder) {
    static ThreadTask open() {
        return Runtime.version().feature() < 21
                ? new ThreadTask(HiddenField.of(Thread.class, "target"), null)
                : new ThreadTask(
                        HiddenField.of("java.lang.Thread$FieldHolder", "task"), HiddenField.of(Thread.class, "holder"));
    }

    @Nullable
    Object of(Thread thread) {
        Object owner = holder == null ? thread : holder.of(thread);
        return owner == null ? null : task.of(owner);
    }
}
