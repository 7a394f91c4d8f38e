# fuzz/<name>_fuzz.cpp, twice from the same source: with libFuzzer in the fuzz preset (run by
# tools/fuzz), and in every other build with fuzz/replay_main.cpp, which runs the corpus in
# fuzz/corpus/<name>/ as an ordinary test.
add_custom_target(fuzzers COMMENT "The fuzz targets")

file(GLOB fuzz_sources CONFIGURE_DEPENDS fuzz/*_fuzz.cpp)
foreach(source ${fuzz_sources})
    get_filename_component(target ${source} NAME_WE)
    string(REGEX REPLACE "_fuzz$" "" name ${target})
    add_executable(${target} ${source})
    target_link_libraries(${target} PRIVATE
        test_support pages service json http sopu_ical words engine)
    add_dependencies(fuzzers ${target})
    if(HOUSE_FUZZ)
        target_link_options(${target} PRIVATE -fsanitize=fuzzer)
        set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
    else()
        target_sources(${target} PRIVATE fuzz/replay_main.cpp)
        add_test(NAME fuzz.replay.${name}
            COMMAND ${target} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name})
        set_tests_properties(fuzz.replay.${name} PROPERTIES LABELS fuzz)
    endif()
endforeach()
