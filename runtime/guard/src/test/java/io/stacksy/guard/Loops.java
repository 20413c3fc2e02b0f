package io.stacksy.guard;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Classes of tools that go round and round: each method that waits does so until its thread is called back. */
final class Loops {
    private Loops() {}

    /** Each way to have no end. */
    public static final class Endless {
        private static volatile boolean over;
        static int turns;

        private Endless() {}

        public static void whileTrue() {
            while (!over) {
                Thread.onSpinWait();
            }
        }

        public static void doWhile() {
            do {
                turns++;
            } while (!over);
        }

        public static void forEver() {
            for (; ; ) {
                if (over) {
                    return;
                }
            }
        }

        public static void continues() {
            while (true) {
                if (!over) {
                    continue;
                }
                return;
            }
        }

        public static void countsAnInt() {
            for (int i = 0; i < 10; i++) {
                i = over ? i : 0;
            }
        }

        public static void countsAndCalls() {
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                quietly(); // takes weeks
            }
        }

        public static void switches() {
            int state = 0;
            while (state < 3) {
                switch (state) {
                    case 0:
                        state = 1;
                        continue;
                    case 1:
                        state = over ? 3 : 0;
                        continue;
                    default:
                        turns++;
                }
            }
        }

        public static void deafToWhatIsThrown() {
            while (!over) {
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    turns++;
                }
            }
        }

        public static void inALambda() {
            Runnable spin = () -> {
                while (!over) {
                    Thread.onSpinWait();
                }
            };
            spin.run();
        }

        public static void nested() {
            while (!over) {
                for (int i = 0; i < 3; i++) {
                    turns += i;
                }
            }
        }

        private static void quietly() {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                turns++;
            }
        }
    }

    /** What it has begun is ended in order. */
    public static final class Tidy {
        private Tidy() {}

        public static void run(List<String> notes, CountDownLatch never) {
            try {
                while (never.getCount() > 0) {
                    Thread.onSpinWait();
                }
            } finally {
                for (String part : List.of("file", "connection")) {
                    notes.add(part + " closed");
                }
            }
        }
    }

    /** As javac writes what goes over arrays; no call and no other loop is within. */
    public static final class Counted {
        private Counted() {}

        public static int sum(int[] numbers) {
            int sum = 0;
            for (int i = 0; i < numbers.length; i++) {
                sum += numbers[i];
            }
            for (int number : numbers) {
                sum ^= number;
            }
            for (int i = numbers.length - 1; i >= 0; i--) {
                sum -= numbers[i];
            }
            return sum;
        }
    }
}
