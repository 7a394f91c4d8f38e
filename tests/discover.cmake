# sopu_discover(<target>): every test case of a doctest program becomes a CTest test called
# "<suite>: <case>", with the suite as its label. It is the program itself that is asked, once, after
# it is built. doctest's own script (2.4.9) asks once a case, and loses labels or makes tests that
# always pass of names with ; , [ or ].
#
# This file is both: included, it defines the function; run with -P, it writes the list of tests.
cmake_minimum_required(VERSION 3.25)

function(sopu_discover target)
    set(list ${CMAKE_CURRENT_BINARY_DIR}/${target}_tests.cmake)
    add_custom_command(TARGET ${target} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:${target}> -DLIST=${list}
            -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
        BYPRODUCTS ${list} VERBATIM)
    set(include ${CMAKE_CURRENT_BINARY_DIR}/${target}_include.cmake)
    file(WRITE ${include}
        "if(EXISTS [==[${list}]==])\n  include([==[${list}]==])\n"
        "else()\n  add_test(${target}_NOT_BUILT ${target}_NOT_BUILT)\nendif()\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${include})
endfunction()

# The value of name="…" in an XML element, its entities turned back.
function(attribute element name out)
    string(REGEX MATCH " ${name}=\"([^\"]*)\"" ignored "${element}")
    set(value "${CMAKE_MATCH_1}")
    foreach(pair "&lt|<" "&gt|>" "&quot|\"" "&apos|'" "&amp|&")
        string(REPLACE "|" ";" pair "${pair}")
        list(GET pair 0 entity)
        list(GET pair 1 character)
        string(REPLACE "${entity};" "${character}" value "${value}")
    endforeach()
    set(${out} "${value}" PARENT_SCOPE)
endfunction()

function(write_list)
    execute_process(COMMAND ${PROGRAM} --list-test-cases --reporters=xml
        OUTPUT_VARIABLE rest RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "${PROGRAM} could not list its tests (${code}):\n${rest}")
    endif()
    set(script "")
    set(count 0)
    # Not a foreach: a CMake list would fall apart at the ; [ and ] of names.
    while(rest MATCHES "<TestCase [^\n]*")
        set(element "${CMAKE_MATCH_0}")
        string(FIND "${rest}" "${element}" at)
        string(LENGTH "${element}" length)
        math(EXPR at "${at} + ${length}")
        string(SUBSTRING "${rest}" ${at} -1 rest)
        attribute("${element}" name name)
        attribute("${element}" testsuite suite)
        # In doctest's filters ? stands for any one character, and a comma begins another filter.
        string(REGEX REPLACE "[]\\\\,;\"[]" "?" filter "${name}")
        string(APPEND script
            "add_test([==[${suite}: ${name}]==] [==[${PROGRAM}]==]"
            " [==[--test-suite=${suite}]==] [==[--test-case=${filter}]==])\n"
            "set_tests_properties([==[${suite}: ${name}]==] PROPERTIES LABELS [==[${suite}]==]"
            " FAIL_REGULAR_EXPRESSION [==[test cases: *0 ]==])\n")
        math(EXPR count "${count} + 1")
    endwhile()
    if(count EQUAL 0)
        message(FATAL_ERROR "${PROGRAM} has no tests")
    endif()
    file(WRITE ${LIST} "${script}")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
    write_list()
endif()
