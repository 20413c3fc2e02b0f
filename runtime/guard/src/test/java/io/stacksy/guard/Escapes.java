package io.stacksy.guard;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Classes of tools that do what they may not. None of this is ever run as it stands here. */
final class Escapes {
    private Escapes() {}

    /** Each way, by its name. */
    public static final class Calls {
        private Calls() {}

        public static void systemExit() {
            System.exit(3);
        }

        public static void runtimeExit() {
            Runtime.getRuntime().exit(3);
        }

        public static void runtimeHalt() {
            Runtime.getRuntime().halt(3);
        }

        public static void runtimeExec() throws IOException {
            Runtime.getRuntime().exec("true").destroy();
        }

        public static void runtimeExecWithEnvironment() throws IOException {
            Runtime.getRuntime()
                    .exec(new String[] {"true"}, new String[] {"A=b"})
                    .destroy();
        }

        public static void processBuilderStart() throws IOException {
            new ProcessBuilder("true").inheritIO().start().destroy();
        }

        public static void processBuilderStartPipeline() throws IOException {
            ProcessBuilder.startPipeline(List.of(new ProcessBuilder("true"))).clear();
        }

        public static void systemLoad() {
            System.load("/nowhere.so");
        }

        public static void systemLoadLibrary() {
            System.loadLibrary("nowhere");
        }

        public static void runtimeLoad() {
            Runtime.getRuntime().load("/nowhere.so");
        }

        public static void runtimeLoadLibrary() {
            Runtime.getRuntime().loadLibrary("nowhere");
        }

        public static void reference() {
            IntConsumer exit = System::exit;
            exit.accept(3);
        }

        public static void boundReference() {
            IntConsumer halt = Runtime.getRuntime()::halt;
            halt.accept(3);
        }

        public static void unboundReference() {
            BiConsumer<Runtime, Integer> halt = Runtime::halt;
            halt.accept(Runtime.getRuntime(), 3);
        }

        public static void lambda() {
            Runnable exit = () -> System.exit(3);
            exit.run();
        }

        public static void interfaceMethod() {
            new Inherited() {}.leave();
        }
    }

    /** Does it in a method that others inherit. */
    public interface Inherited {
        default void leave() {
            IntConsumer exit = System::exit;
            exit.accept(4);
        }
    }

    /** Works, as long as it does not come to the worst. */
    public static final class Branching {
        private Branching() {}

        public static long work(int input) {
            long sum = 0;
            for (int i = 0; i < input; i++) {
                long twice = i * 2L;
                try {
                    sum += twice > 1_000 ? fail(i) : twice;
                } catch (IllegalStateException e) {
                    sum -= 1;
                } finally {
                    sum += 1;
                }
            }
            IntSupplier none = sum < 0 ? () -> fail(1) : () -> 0;
            return sum + none.getAsInt();
        }

        private static int fail(int code) {
            if (code % 2 == 0) {
                System.exit(code);
            }
            throw new IllegalStateException("odd");
        }
    }

    /** Ends the process when its bundle starts. */
    public static final class ExitingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            System.exit(5);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Has a method of a forbidden name that is its own. */
    public static final class Harmless {
        private Harmless() {}

        public static String exit() {
            return "still here";
        }

        public static String work() {
            return exit() + System.lineSeparator().isEmpty() + 1L + 2.0;
        }
    }
}
