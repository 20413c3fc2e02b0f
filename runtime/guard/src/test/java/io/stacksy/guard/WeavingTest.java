package io.stacksy.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class WeavingTest {
    private static final Handle EXIT = new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "exit", "(I)V", false);

    @ParameterizedTest
    @CsvSource({
        "systemExit, System.exit",
        "runtimeExit, Runtime.exit",
        "runtimeHalt, Runtime.halt",
        "runtimeExec, Runtime.exec",
        "runtimeExecWithEnvironment, Runtime.exec",
        "processBuilderStart, ProcessBuilder.start",
        "processBuilderStartPipeline, ProcessBuilder.startPipeline",
        "systemLoad, System.load",
        "systemLoadLibrary, System.loadLibrary",
        "runtimeLoad, Runtime.load",
        "runtimeLoadLibrary, Runtime.loadLibrary",
        "reference, System.exit",
        "boundReference, Runtime.halt",
        "unboundReference, Runtime.halt",
        "lambda, System.exit",
        "interfaceMethod, System.exit",
    })
    void refusesEachWayByName(String method, String call) {
        assertThatThrownBy(() -> ClassFiles.call(Escapes.Calls.class, method))
                .isInstanceOf(SecurityException.class)
                .hasMessageStartingWith("the tool echo@1.0.0 may not call " + call + ", as it did in io.stacksy.guard.")
                .hasMessageMatching(".*: (it|a tool) .*; .*");
    }

    @Test
    void leavesTheWorkAroundACallAsItIs() throws Throwable {
        assertThat(ClassFiles.call(Escapes.Branching.class, "work", 400)).isEqualTo(Escapes.Branching.work(400));
        assertThatThrownBy(() -> ClassFiles.call(Escapes.Branching.class, "work", 1_000))
                .isInstanceOf(SecurityException.class);
    }

    @Test
    void leavesAClassWithoutSuchCallsByteForByte() {
        byte[] bytes = ClassFiles.bytes(Escapes.Harmless.class);
        assertThat(Weaving.tame("echo@1.0.0", bytes)).isSameAs(bytes);
    }

    @Test
    void refusesAHandleThatIsAConstant() throws Throwable {
        MethodHandle exit = (MethodHandle) constant(EXIT);
        assertThatThrownBy(() -> exit.invoke(6)).isInstanceOf(SecurityException.class);
    }

    @Test
    void refusesAHandleWithinADynamicConstant() throws Throwable {
        Handle invoke = new Handle(
                Opcodes.H_INVOKESTATIC,
                "java/lang/invoke/ConstantBootstraps",
                "invoke",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
                        + "Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        assertThatThrownBy(() -> constant(new ConstantDynamic("exit", "Ljava/lang/Object;", invoke, EXIT, 7)))
                .isInstanceOf(BootstrapMethodError.class)
                .hasRootCauseInstanceOf(SecurityException.class);
    }

    @Test
    void doesNotLetAnOldInterfaceEscape() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_7, Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT, "Old", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitIntInsn(Opcodes.BIPUSH, 8);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "exit", "(I)V", false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(1, 0);
        code.visitEnd();
        writer.visitEnd();
        assertThatThrownBy(() -> Weaving.tame("echo@1.0.0", writer.toByteArray()))
                .isInstanceOf(IllegalStateException.class);
    }

    /** What a class returns that loads this constant. */
    private static Object constant(Object constant) throws Throwable {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Constant", null, "java/lang/Object", null);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "get", "()Ljava/lang/Object;", null, null);
        code.visitCode();
        code.visitLdcInsn(constant);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(1, 0);
        code.visitEnd();
        writer.visitEnd();
        Class<?> type =
                new ClassFiles.Loader().with("Constant", writer.toByteArray()).loadClass("Constant");
        try {
            return type.getMethod("get").invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
