# cmake -DPROGRAM=program -DARGUMENTS="one|two" -DEXPECTED=file [-DSTATUS=0] [-DNEW=file]
#   -P expect_output.cmake
#
# Runs a program and compares its standard output with the file, byte for byte. NEW: a file that the
# program creates; it is removed before.
if(NOT DEFINED STATUS)
  set(STATUS 0)
endif()
string(REPLACE "|" ";" arguments "${ARGUMENTS}")
if(NEW)
  file(REMOVE "${NEW}" "${NEW}-wal" "${NEW}-shm")
endif()
set(COMMAND ${PROGRAM} ${arguments})
execute_process(COMMAND ${COMMAND} RESULT_VARIABLE status OUTPUT_VARIABLE output)
file(READ "${EXPECTED}" expected)
if(NOT status EQUAL STATUS)
  message(FATAL_ERROR "${COMMAND}: exit status ${status}, not ${STATUS}\n${output}")
endif()
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "${COMMAND} printed:\n${output}\nexpected (${EXPECTED}):\n${expected}")
endif()
