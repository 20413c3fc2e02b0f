package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import java.util.Optional;

/** Lets go of what has lost the traffic: the previous revision after its time as a warm one, all others at once. */
final class Retire implements Step {
    private static final Actor BY = Actor.node("one revision kept warm");

    private final Retirements retirements;
    private final Settings settings;

    Retire(Retirements retirements, Settings settings) {
        this.retirements = retirements;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "retire";
    }

    @Override
    public Optional<String> run(Attempt attempt) throws InterruptedException {
        ToolState tool = attempt.tool();
        for (Slot slot : attempt.leaving()) {
            if (!tool.needs(slot)) {
                retirements.retire(slot, BY, attempt.progress().id());
            }
        }
        retirements.arm(tool, attempt.progress().id());
        return tool.warm()
                .map(warm -> warm.revision().version() + " stays warm for "
                        + settings.rollbackWindow().toSeconds() + " s");
    }
}
