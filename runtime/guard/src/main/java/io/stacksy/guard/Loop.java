package io.stacksy.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A way back in the code of a method.
 *
 * @param code all of the method
 * @param from the place that it goes to
 * @param to the place that it goes from
 * @param isInnermost whether there is no other way back between them
 */
record Loop(InsnList code, int from, int to, boolean isInnermost) {
    private static final int CONDITION = 4; // a counter, an array, its length, and how they compare
    private static final Set<Integer> COMPARISONS = Set.of(
            Opcodes.IF_ICMPGE,
            Opcodes.IF_ICMPGT,
            Opcodes.IF_ICMPLE,
            Opcodes.IF_ICMPLT,
            Opcodes.IFGE,
            Opcodes.IFGT,
            Opcodes.IFLE,
            Opcodes.IFLT);

    /** All of a method, in the order of their jumps. */
    static List<Loop> in(InsnList code) {
        List<Loop> loops = new ArrayList<>();
        for (AbstractInsnNode instruction : code) {
            int to = code.indexOf(instruction);
            int from =
                    targets(instruction).stream().mapToInt(code::indexOf).min().orElse(to);
            if (from < to) {
                boolean isInnermost = loops.stream().noneMatch(earlier -> earlier.to > from);
                loops.add(new Loop(code, from, to, isInnermost));
            }
        }
        return loops;
    }

    private static List<LabelNode> targets(AbstractInsnNode instruction) {
        List<LabelNode> targets = new ArrayList<>();
        if (instruction instanceof JumpInsnNode jump) {
            targets.add(jump.label);
        } else if (instruction instanceof TableSwitchInsnNode table) {
            targets.addAll(table.labels);
            targets.add(table.dflt);
        } else if (instruction instanceof LookupSwitchInsnNode lookup) {
            targets.addAll(lookup.labels);
            targets.add(lookup.dflt);
        }
        return targets;
    }

    /** The instruction that goes back. */
    AbstractInsnNode jump() {
        return code.get(to);
    }

    /**
     * Whether it ends by itself, and soon: it calls nothing, has no other loop in it, and with each turn takes an int on to
     * where it ends. Loops over arrays are like that, and the JVM makes code of them that takes many elements at once; a
     * checkpoint would keep it from that. It is told by the shape that javac gives a {@code for}: any other way to write
     * the same is a loop like all others.
     */
    boolean isCounted() {
        List<AbstractInsnNode> body = body();
        return isInnermost
                && jump().getOpcode() == Opcodes.GOTO
                && body.size() > CONDITION
                && body.get(body.size() - 2) instanceof IincInsnNode step
                && body.get(0) instanceof VarInsnNode counter
                && counter.getOpcode() == Opcodes.ILOAD
                && counter.var == step.var
                && body.subList(1, CONDITION).stream().anyMatch(this::isWayOut)
                && body.stream().noneMatch(each -> isCall(each) || (each != step && sets(each, step.var)));
    }

    /** Its instructions, without labels, lines and frames. */
    private List<AbstractInsnNode> body() {
        return IntStream.rangeClosed(from, to)
                .mapToObj(code::get)
                .filter(instruction -> instruction.getOpcode() >= 0)
                .toList();
    }

    private boolean isWayOut(AbstractInsnNode instruction) {
        return COMPARISONS.contains(instruction.getOpcode()) && code.indexOf(((JumpInsnNode) instruction).label) > to;
    }

    private static boolean sets(AbstractInsnNode instruction, int variable) {
        return instruction instanceof IincInsnNode step
                ? step.var == variable
                : instruction.getOpcode() == Opcodes.ISTORE && ((VarInsnNode) instruction).var == variable;
    }

    private static boolean isCall(AbstractInsnNode instruction) {
        int type = instruction.getType();
        return type == AbstractInsnNode.METHOD_INSN || type == AbstractInsnNode.INVOKE_DYNAMIC_INSN;
    }
}
