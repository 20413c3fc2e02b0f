# Sourced, not run: lets the JVM of a node share the classes of an earlier run, as it had them in memory. A start with them
# is a fifth shorter. The first run that ends in order leaves them in the data folder, in a file that is for one JVM, one
# distribution and the same options alone, and whose name ends with what cksum says of it, as the JVM trusts a file that is
# not whole. (The JVM's own check, -XX:+VerifySharedSpaces, takes half a second, thirty times as long.)

# Sets archive_options for a node that has its data in folder $1 and is given the options that follow. Needs java,
# java_home, home and options.
find_class_archive() {
  local data=$1 key file sum given
  shift
  archive_options=()
  # whoever has a say in this, or has the JVM watched, is not to be disturbed; nor can the JVM read such a path
  given="$* ${JAVA_TOOL_OPTIONS-} ${JDK_JAVA_OPTIONS-}"
  if [[ $given =~ -Xshare|Archive|agent|-Xrun|-Xlog|FlightRec || $data == *[:\'\"]* ]]; then
    return
  fi
  key=$({ cat "$java_home/release" 2>/dev/null; ls -l "$home/lib" "$home/bundles/core"; echo "$*"; } | cksum | tr -d ' ')
  for file in "$data/classes-$key-"*.jsa; do
    sum=${file##*/classes-"$key"-}
    sum=${sum%.jsa}
    if [[ -f $file && $(cksum <"$file") == "${sum/-/ }" ]]; then
      archive_options=("-XX:SharedArchiveFile=$file")
    fi
  done
  if ((${#archive_options[@]} == 0)); then
    archive_options=(-XX:+RecordDynamicDumpInfo "-Dstacksy.class.archive=classes-$key")
    # not every JVM can, and not with all options: those of the environment, too
    "$java" "${options[@]}" "$@" "${archive_options[@]}" -version >/dev/null 2>&1 || archive_options=()
  fi
  if ((${#archive_options[@]} > 0)); then
    archive_options+=(-Xlog:cds=off -Xlog:cds+dynamic=off) # what cannot be shared is of no interest
  fi
}
