# sopu_embed(<target>): every file of web/ and data/ goes into the target, to be found by the
# functions of server/cli/assets.h under its path from the root ("web/static/sopu.css").
#
# The bytes come in by the assembler's .incbin: g++ and clang both have it, it costs no compile time
# whatever the size, and no file is ever read as C++. One small .cpp is generated at configure time;
# it is compiled again when a file changes and generated again when one appears or goes.
set(SOPU_EMBEDDED_FOLDERS web data)

function(sopu_embed target)
    set(paths "")
    foreach(folder ${SOPU_EMBEDDED_FOLDERS})
        file(GLOB_RECURSE found CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
            ${CMAKE_SOURCE_DIR}/${folder}/*)
        list(APPEND paths ${found})
    endforeach()
    list(FILTER paths EXCLUDE REGEX "(^|/)\\.|~$")  # what editors leave behind
    list(SORT paths)

    set(symbols "")
    set(rows "")
    set(files "")
    set(number 0)
    foreach(path ${paths})
        if(path MATCHES "[^A-Za-z0-9._/-]")
            message(FATAL_ERROR "embed: rename ${path}: a path has letters, digits and ._/- only")
        endif()
        string(APPEND symbols "SOPU_ASSET(${number}, \"${CMAKE_SOURCE_DIR}/${path}\")\n")
        string(APPEND rows "    {\"${path}\", sopu_asset_${number}_begin, sopu_asset_${number}_end},\n")
        list(APPEND files ${CMAKE_SOURCE_DIR}/${path})
        math(EXPR number "${number} + 1")
    endforeach()

    set(SOPU_ASSET_SYMBOLS "${symbols}")
    set(SOPU_ASSET_ROWS "${rows}")
    set(SOPU_ASSET_COUNT ${number})
    set(generated ${CMAKE_BINARY_DIR}/generated/assets.cpp)
    configure_file(${CMAKE_SOURCE_DIR}/cmake/assets.cpp.in ${generated} @ONLY)
    set_source_files_properties(${generated} PROPERTIES OBJECT_DEPENDS "${files}")
    target_sources(${target} PRIVATE ${generated})
endfunction()
