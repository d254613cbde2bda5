#ifndef CCURL_H
#define CCURL_H
#include <curl/curl.h>
#include <stdbool.h>

/* libcurl comes with some twenty-five libraries. It is loaded at its first use: most runs work offline, and would
 * wait for them at each start. */

/* Whether libcurl can be loaded here; where it cannot, every call below fails as the call has it. */
bool curl_is_installed(void);

/* Swift calls no variadic function: one typed way in for each kind of argument that is used. */
typedef size_t (*curl_bytes_callback)(char *, size_t, size_t, void *);

CURLcode curl_set_number(CURL *easy, CURLoption option, long value);
CURLcode curl_set_size(CURL *easy, CURLoption option, curl_off_t value);
CURLcode curl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode curl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode curl_set_bytes(CURL *easy, CURLoption option, curl_bytes_callback callback);
CURLcode curl_set_prerequest(CURL *easy, curl_prereq_callback callback);
CURLcode curl_set_socket_opened(CURL *easy, curl_sockopt_callback callback);
CURLcode curl_set_close_socket(CURL *easy, curl_closesocket_callback callback);
CURLcode curl_get_number(CURL *easy, CURLINFO info, long *value);
CURLcode curl_get_private(CURL *easy, void **value);
CURLMcode curl_set_multi_number(CURLM *multi, CURLMoption option, long value);

/* `curl_url_get`, whose declaration differs between versions. */
CURLUcode curl_url_text(CURLU *url, CURLUPart part, char **text);

/* A union's member. */
static inline CURLcode curl_message_result(const CURLMsg *message) {
    return message->data.result;
}
#endif
