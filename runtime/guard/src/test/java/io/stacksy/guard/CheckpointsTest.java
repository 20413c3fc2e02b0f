package io.stacksy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.guard.checkpoint.CheckpointRecall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class CheckpointsTest {
    private final CheckpointRecall recall = new CheckpointRecall();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whileTrue",
                "doWhile",
                "forEver",
                "continues",
                "countsAnInt",
                "countsAndCalls",
                "switches",
                "deafToWhatIsThrown",
                "inALambda",
                "nested",
            })
    void aThreadThatIsCalledBackLeavesItsLoop(String loop) throws InterruptedException {
        Run run = new Run(Loops.Endless.class, loop);
        recall.callBack(run.thread);
        assertThatThrownBy(run::end)
                .hasMessageContaining("its time is over")
                .hasStackTraceContaining("Endless." + (loop.equals("inALambda") ? "lambda" : loop));
    }

    @Test
    void itIsThrownOnceSoThatWhatWasBegunCanBeEnded() throws InterruptedException {
        List<String> notes = new CopyOnWriteArrayList<>();
        Run run = new Run(Loops.Tidy.class, "run", notes, new CountDownLatch(1));
        recall.callBack(run.thread);
        assertThatThrownBy(run::end).hasMessageContaining("taken out of the loop");
        assertThat(notes).containsExactly("file closed", "connection closed");
    }

    @Test
    void othersAreNotDisturbed() throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch over = new CountDownLatch(1);
        Run called = new Run(Loops.Endless.class, "whileTrue");
        Run other = new Run(Loops.Tidy.class, "run", new CopyOnWriteArrayList<>(), over);
        recall.callBack(called.thread);
        assertThatThrownBy(called::end).hasMessageContaining("taken out of the loop");
        over.countDown();
        other.end();
    }

    @Test
    void whoIsSparedGoesOnWithItsLoops() throws Throwable {
        recall.callBack(Thread.currentThread());
        recall.spare(Thread.currentThread());
        assertThat(Thread.interrupted()).isTrue();
        List<String> notes = new CopyOnWriteArrayList<>();
        ClassFiles.call(Loops.Tidy.class, "run", notes, new CountDownLatch(0));
        assertThat(notes).hasSize(2);
    }

    @Test
    void whoWasNotInALoopWhenCalledIsNotTakenOutOfALaterOne() throws Throwable {
        recall.callBack(Thread.currentThread());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
        List<String> notes = new CopyOnWriteArrayList<>();
        ClassFiles.call(Loops.Tidy.class, "run", notes, new CountDownLatch(0));
        assertThat(notes).hasSize(2);
    }

    @Test
    void loopsThatCountOverArraysStayAsTheyAre() throws Throwable {
        byte[] bytes = ClassFiles.bytes(Loops.Counted.class);
        assertThat(Weaving.tame("echo@1.0.0", bytes)).isSameAs(bytes);
    }

    @Test
    void aMethodThatIsFullKeepsItsLoopsAsTheyAre() {
        byte[] bytes = full();
        assertThat(Weaving.tame("echo@1.0.0", bytes)).isSameAs(bytes);
    }

    /** A class with a method that has a loop and no room for one more instruction. */
    private static byte[] full() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_6, Opcodes.ACC_PUBLIC, "Full", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
        code.visitCode();
        for (int i = 0; i < 65_530; i++) {
            code.visitInsn(Opcodes.NOP);
        }
        Label top = new Label();
        code.visitLabel(top);
        code.visitJumpInsn(Opcodes.GOTO, top);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** A method of a tool on a thread of its own, which has begun. */
    private static final class Run {
        private final CompletableFuture<Object> result = new CompletableFuture<>();
        final Thread thread;

        Run(Class<?> type, String method, Object... arguments) throws InterruptedException {
            CountDownLatch begun = new CountDownLatch(1);
            thread = new Thread(() -> {
                begun.countDown();
                try {
                    result.complete(ClassFiles.call(type, method, arguments));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            begun.await();
        }

        void end() throws InterruptedException, ExecutionException, TimeoutException {
            Object unused = result.get(30, TimeUnit.SECONDS);
        }
    }
}
