/* What is used of libcurl, under its own names: each call is handed on to the library once that is loaded. The names
 * are hidden, so that the library's own calls stay in it. */
#define CURL_DISABLE_TYPECHECK
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#pragma GCC visibility push(hidden)
#include "CCurl.h"
#pragma GCC visibility pop

#ifdef __APPLE__
#define LIBRARY "libcurl.4.dylib"
#else
#define LIBRARY "libcurl.so.4"
#endif

static void *library;

static void load(void) {
    library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
}

static void *entry(const char *name) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return library ? dlsym(library, name) : NULL;
}

bool curl_is_installed(void) {
    return entry("curl_global_init") != NULL;
}

/* What `name` is in the library; looked up once. */
#define REAL(name) \
    static _Atomic(__typeof__(&(name))) known; \
    __typeof__(&(name)) real = known; \
    if (!real) known = real = (__typeof__(&(name)))entry(#name)

#define FORWARD(type, name, parameters, arguments, otherwise) \
    type(name) parameters { \
        REAL(name); \
        return real ? real arguments : (otherwise); \
    }

#define FORWARD_NOTHING(name, parameters, arguments) \
    void(name) parameters { \
        REAL(name); \
        if (real) real arguments; \
    }

FORWARD(CURLcode, curl_global_init, (long flags), (flags), CURLE_FAILED_INIT)
FORWARD(CURL *, curl_easy_init, (void), (), NULL)
FORWARD_NOTHING(curl_easy_cleanup, (CURL *easy), (easy))
FORWARD(CURLcode, curl_easy_pause, (CURL *easy, int mask), (easy, mask), CURLE_FAILED_INIT)
FORWARD(const char *, curl_easy_strerror, (CURLcode code), (code), "libcurl is not installed")
FORWARD_NOTHING(curl_free, (void *memory), (memory))

FORWARD(CURLM *, curl_multi_init, (void), (), NULL)
FORWARD(CURLMcode, curl_multi_cleanup, (CURLM *multi), (multi), CURLM_INTERNAL_ERROR)
FORWARD(
    CURLMcode, curl_multi_add_handle, (CURLM *multi, CURL *easy), (multi, easy), CURLM_INTERNAL_ERROR)
FORWARD(
    CURLMcode, curl_multi_remove_handle, (CURLM *multi, CURL *easy), (multi, easy),
    CURLM_INTERNAL_ERROR)
FORWARD(
    CURLMcode, curl_multi_perform, (CURLM *multi, int *running), (multi, running),
    CURLM_INTERNAL_ERROR)
FORWARD(
    CURLMcode, curl_multi_poll,
    (CURLM *multi, struct curl_waitfd others[], unsigned count, int timeout, int *ready),
    (multi, others, count, timeout, ready), CURLM_INTERNAL_ERROR)
FORWARD(CURLMcode, curl_multi_wakeup, (CURLM *multi), (multi), CURLM_INTERNAL_ERROR)
FORWARD(CURLMsg *, curl_multi_info_read, (CURLM *multi, int *left), (multi, left), NULL)

FORWARD(
    struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *text), (list, text),
    NULL)
FORWARD_NOTHING(curl_slist_free_all, (struct curl_slist *list), (list))

FORWARD(CURLU *, curl_url, (void), (), NULL)
FORWARD_NOTHING(curl_url_cleanup, (CURLU *url), (url))
FORWARD(
    CURLUcode, curl_url_set, (CURLU *url, CURLUPart part, const char *text, unsigned flags),
    (url, part, text, flags), CURLUE_OUT_OF_MEMORY)

CURLUcode curl_url_text(CURLU *url, CURLUPart part, char **text) {
    REAL(curl_url_get);
    return real ? real(url, part, text, 0) : CURLUE_OUT_OF_MEMORY;
}

#define SETTER(name, type) \
    CURLcode name(CURL *easy, CURLoption option, type value) { \
        REAL(curl_easy_setopt); \
        return real ? real(easy, option, value) : CURLE_FAILED_INIT; \
    }

SETTER(curl_set_number, long)
SETTER(curl_set_size, curl_off_t)
SETTER(curl_set_text, const char *)
SETTER(curl_set_pointer, void *)
SETTER(curl_set_bytes, curl_bytes_callback)

#define CALLBACK_SETTER(name, type, option) \
    CURLcode name(CURL *easy, type callback) { \
        REAL(curl_easy_setopt); \
        return real ? real(easy, option, callback) : CURLE_FAILED_INIT; \
    }

CALLBACK_SETTER(curl_set_prerequest, curl_prereq_callback, CURLOPT_PREREQFUNCTION)
CALLBACK_SETTER(curl_set_socket_opened, curl_sockopt_callback, CURLOPT_SOCKOPTFUNCTION)
CALLBACK_SETTER(curl_set_close_socket, curl_closesocket_callback, CURLOPT_CLOSESOCKETFUNCTION)

CURLcode curl_get_number(CURL *easy, CURLINFO info, long *value) {
    REAL(curl_easy_getinfo);
    return real ? real(easy, info, value) : CURLE_FAILED_INIT;
}

CURLcode curl_get_private(CURL *easy, void **value) {
    REAL(curl_easy_getinfo);
    return real ? real(easy, CURLINFO_PRIVATE, value) : CURLE_FAILED_INIT;
}

CURLMcode curl_set_multi_number(CURLM *multi, CURLMoption option, long value) {
    REAL(curl_multi_setopt);
    return real ? real(multi, option, value) : CURLM_INTERNAL_ERROR;
}
