package io.stacksy.guard;

import io.stacksy.guard.checkpoint.Checkpoint;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Goes through a class, and passes on one whose loops come by a checkpoint in each turn. */
final class CheckpointVisitor extends ClassVisitor {
    private static final int API = Opcodes.ASM9;
    private static final String CHECKPOINT = Type.getInternalName(Checkpoint.class);

    private boolean changed;

    CheckpointVisitor(ClassVisitor next) {
        super(API, next);
    }

    /** Whether there was a loop to put one into. */
    boolean changed() {
        return changed;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new MethodNode(API, access, name, descriptor, signature, exceptions) {
            @Override
            public void visitEnd() {
                // all are found before any is put in: that moves those that follow
                Loop.in(instructions).stream()
                        .filter(loop -> !loop.isCounted())
                        .map(Loop::jump)
                        .toList()
                        .forEach(jump -> {
                            instructions.insertBefore(
                                    jump, new MethodInsnNode(Opcodes.INVOKESTATIC, CHECKPOINT, "pass", "()V", false));
                            changed = true;
                        });
                accept(next);
            }
        };
    }
}
