package io.stacksy.guard.checkpoint;

import io.stacksy.deploy.Recall;
import org.osgi.service.component.annotations.Component;

/** Calls threads back at the checkpoints that the loops of tools are woven with. Thread-safe. */
@Component
public final class CheckpointRecall implements Recall {
    @Override
    public void callBack(Thread thread) {
        Checkpoint.callBack(thread);
        thread.interrupt(); // it may wait within its loop
    }

    @Override
    public void spare(Thread thread) {
        Checkpoint.spare(thread);
    }
}
