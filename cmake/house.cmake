# One place for every flag the house is built with. Targets link `house` and get them all.
option(HOUSE_WERROR "Warnings are errors (on in presets; off so that a newer compiler still builds)" OFF)
option(HOUSE_FUZZ "Build fuzz targets with libFuzzer (clang); without it they replay their corpus" OFF)
option(SOPU_BENCH "Build the programs of bench/" OFF)
set(HOUSE_SANITIZE "" CACHE STRING "Comma-separated sanitizers, e.g. address,undefined")

add_library(house INTERFACE)
target_compile_features(house INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
target_include_directories(house INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(house INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${HOUSE_WERROR}>:-Werror>)
# g++ 12 reports -Wrestrict for "literal" + std::string where nothing overlaps (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(house INTERFACE -Wno-restrict)
endif()

if(HOUSE_SANITIZE)
    target_compile_options(house INTERFACE
        -fsanitize=${HOUSE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(house INTERFACE -fsanitize=${HOUSE_SANITIZE})
    # Left out, because each is checked at every access and together they are a third of the compile
    # time: null and object-size are what the address sanitizer sees by itself, alignment and vptr
    # need casts, and the house casts to bytes only.
    if(HOUSE_SANITIZE MATCHES "undefined" AND NOT HOUSE_FUZZ)
        target_compile_options(house INTERFACE -fno-sanitize=null,object-size,alignment,vptr)
    endif()
    # g++'s manual: with -fsanitize this warning has false positives; the sanitizers see the truth.
    target_compile_options(house INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(HOUSE_FUZZ)
    # clang 14 cannot put what it checks at calls through pointers before a coroutine.
    target_compile_options(house INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize=function)
endif()

find_program(CCACHE ccache)
if(CCACHE)
    # Paths below the tree are cached as relative ones, so that a fresh clone elsewhere finds them.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

include(CheckLinkerFlag)
foreach(linker mold lld)
    check_linker_flag(CXX -fuse-ld=${linker} HOUSE_HAS_${linker})
    if(HOUSE_HAS_${linker})
        target_link_options(house INTERFACE -fuse-ld=${linker})
        break()
    endif()
endforeach()

# house_floor(<name> FOLDERS <folder>... [EXCEPT <file>...] [PUBLIC <target>...] [PRIVATE <target>...])
# The static library of one floor or folder. A folder without sources yet is a library of headers,
# so that the plan of the house can be drawn before its rooms are furnished.
function(house_floor name)
    cmake_parse_arguments(ARG "" "" "FOLDERS;EXCEPT;PUBLIC;PRIVATE" ${ARGN})
    set(sources "")
    foreach(folder ${ARG_FOLDERS})
        file(GLOB found CONFIGURE_DEPENDS ${folder}/*.cpp)
        list(APPEND sources ${found})
    endforeach()
    foreach(file ${ARG_EXCEPT})
        list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    endforeach()
    if(sources)
        add_library(${name} STATIC ${sources})
        target_link_libraries(${name} PUBLIC house ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
    else()
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE house ${ARG_PUBLIC})
    endif()
endfunction()
