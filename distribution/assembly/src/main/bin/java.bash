# Sourced, not run: finds the Java to use.

fail() {
  echo "stacksy: $*" >&2
  exit 2
}

# Sets java, java_home and java_version, or ends the script.
find_java() {
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
    [[ -x $java ]] || fail "JAVA_HOME is $JAVA_HOME, where there is no bin/java: correct it, or unset it"
  else
    java=$(command -v java) || fail "no Java found: install a JDK 17 or newer, or set JAVA_HOME"
  fi
  java_home=$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")")
  local text
  # the file says it in a millisecond, where it is there
  text=$(grep '^JAVA_VERSION=' "$java_home/release" 2>/dev/null || "$java" -version 2>&1 | head -n 1)
  if [[ $text =~ \"([0-9]+) ]]; then
    java_version=${BASH_REMATCH[1]}
  else
    java_version=0
  fi
  ((java_version >= 17)) || fail "$java is too old: install a JDK 17 or newer, or set JAVA_HOME to one"
}
