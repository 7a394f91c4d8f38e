# Every third-party package, once. Which floor may use which is said where it is linked.
find_package(Threads REQUIRED)  # before date: its config file uses Threads::Threads
find_package(date CONFIG REQUIRED)

find_package(tl-expected CONFIG REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json url)
find_package(LibIcal CONFIG REQUIRED)  # its target is called `ical`; ours is sopu_ical
find_package(SQLite3 REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n data)
find_package(ZLIB REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(tomlplusplus CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
if(BUILD_TESTING AND NOT HOUSE_FUZZ)
    find_package(doctest CONFIG REQUIRED)
    find_package(rapidcheck CONFIG REQUIRED)
endif()
