# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # who sources it has said where its home is, and uses what is said here
# How the launcher knows that what was built is what the sources say; the check, which builds too, must not deceive it.

app=$home/functions/darkroom/target/quarkus-app/quarkus-run.jar
# There from before a build until it has succeeded: an interrupted one leaves it.
unfinished=$home/target/build.unfinished

# changed_since FILE: whether a source is newer.
changed_since() {
  [[ -n $(cd "$home" && find pom.xml .mvn events functions \
    \( -name target -o -path '*/src/test' \) -prune -o \( -type f -o -path '*/src/*' \) -newer "$1" -print -quit) ]]
}
