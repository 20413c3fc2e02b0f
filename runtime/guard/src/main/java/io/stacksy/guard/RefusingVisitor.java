package io.stacksy.guard;

import io.stacksy.deploy.Plan.RefusedCall;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Goes through a class, notes the refused calls, and passes on one that calls methods of its own in their stead, which
 * throw. Such a stand-in takes and returns what the method does, so that nothing around the call has to change.
 */
final class RefusingVisitor extends ClassVisitor {
    private static final int API = Opcodes.ASM9;
    private static final String EXCEPTION = "java/lang/SecurityException";

    /** A method with its parameters, and whether it is called on an object. */
    private record Target(RefusedMethod method, String descriptor, boolean isStatic) {
        /** The descriptor of a static method that takes the object as its first parameter. */
        String standInDescriptor() {
            return isStatic ? descriptor : "(L" + method.owner() + ";" + descriptor.substring(1);
        }
    }

    private final String who;
    private final Set<RefusedCall> calls = new LinkedHashSet<>();
    private final Map<Target, String> standIns = new LinkedHashMap<>();
    private String type = "";
    private boolean isInterface;
    private int version;

    /** @param who the tool that the class is of, for the message */
    RefusingVisitor(String who, @Nullable ClassVisitor next) {
        super(API, next);
        this.who = who;
    }

    /** The calls that were found. */
    List<RefusedCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        super.visit(version, access, name, signature, superName, interfaces);
        this.version = version & 0xffff;
        type = name;
        isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new Method(name, super.visitMethod(access, name, descriptor, signature, exceptions));
    }

    @Override
    public void visitEnd() {
        if (cv != null) {
            standIns.forEach((target, name) -> write(cv, target, name));
        }
        super.visitEnd();
    }

    private void write(ClassVisitor into, Target target, String name) {
        if (isInterface && version < Opcodes.V1_8) {
            throw new IllegalStateException("an interface of before Java 8 has no place for a method that throws");
        }
        String descriptor = target.standInDescriptor();
        MethodVisitor method = into.visitMethod(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, descriptor, null, null);
        method.visitCode();
        method.visitTypeInsn(Opcodes.NEW, EXCEPTION);
        method.visitInsn(Opcodes.DUP);
        method.visitLdcInsn(who + " may not call " + target.method().label() + ", as it did in "
                + type.replace('/', '.') + ": " + target.method().why());
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, EXCEPTION, "<init>", "(Ljava/lang/String;)V", false);
        method.visitInsn(Opcodes.ATHROW);
        method.visitMaxs(3, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
        method.visitEnd();
    }

    private String standIn(RefusedMethod method, String descriptor, boolean isStatic, String caller) {
        calls.add(new RefusedCall(type.replace('/', '.'), caller, method.label()));
        return standIns.computeIfAbsent(
                new Target(method, descriptor, isStatic),
                target -> "stacksy$refused$" + method.name() + "$" + standIns.size());
    }

    private Handle allowed(Handle handle, String caller) {
        return RefusedMethod.find(handle.getOwner(), handle.getName())
                .map(method -> {
                    boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
                    Target target = new Target(method, handle.getDesc(), isStatic);
                    String name = standIn(method, handle.getDesc(), isStatic, caller);
                    return new Handle(Opcodes.H_INVOKESTATIC, type, name, target.standInDescriptor(), isInterface);
                })
                .orElse(handle);
    }

    private Object allowed(Object constant, String caller) {
        if (constant instanceof Handle handle) {
            return allowed(handle, caller);
        }
        if (constant instanceof ConstantDynamic dynamic) {
            Object[] arguments = new Object[dynamic.getBootstrapMethodArgumentCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = allowed(dynamic.getBootstrapMethodArgument(i), caller);
            }
            return new ConstantDynamic(
                    dynamic.getName(),
                    dynamic.getDescriptor(),
                    allowed(dynamic.getBootstrapMethod(), caller),
                    arguments);
        }
        return constant;
    }

    /** One method of the class. */
    private final class Method extends MethodVisitor {
        private final String caller;

        Method(String caller, @Nullable MethodVisitor next) {
            super(API, next);
            this.caller = caller;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
            RefusedMethod refused = RefusedMethod.find(owner, name).orElse(null);
            if (refused == null) {
                super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                return;
            }
            Target target = new Target(refused, descriptor, opcode == Opcodes.INVOKESTATIC);
            String standIn = standIn(refused, descriptor, target.isStatic(), caller);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, type, standIn, target.standInDescriptor(), isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] allowed = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                allowed[i] = allowed(arguments[i], caller);
            }
            super.visitInvokeDynamicInsn(name, descriptor, allowed(bootstrap, caller), allowed);
        }

        @Override
        public void visitLdcInsn(Object constant) {
            super.visitLdcInsn(allowed(constant, caller));
        }
    }
}
