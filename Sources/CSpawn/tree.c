#define _GNU_SOURCE
#include "tree.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#ifdef __linux__
enum { most_processes = 32768 };

/* What the last walk found. */
static pid_t tree[most_processes];

static char *append(char *end, const char *text) {
    while (*text) *end++ = *text++;
    *end = 0;
    return end;
}

static char *append_number(char *end, long number) {
    char digits[24];
    int count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count) *end++ = digits[--count];
    *end = 0;
    return end;
}

/* Appends the processes that one thread started. */
static int take_children(const char *path, int count) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return count;
    char text[4096];
    ssize_t length;
    long number = 0;
    while ((length = read(file, text, sizeof text)) > 0)
        for (ssize_t i = 0; i < length; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                number = number * 10 + (text[i] - '0');
            } else {
                if (number > 1 && count < most_processes) tree[count++] = (pid_t)number;
                number = 0;
            }
        }
    close(file);
    return count;
}

struct entry {
    uint64_t node;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

/* Calls `body` for each entry of a folder whose name is a number. */
static void each_number(const char *path, void (*body)(const char *name, void *data), void *data) {
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    _Alignas(struct entry) char entries[4096];
    long length;
    while ((length = syscall(SYS_getdents64, folder, entries, sizeof entries)) > 0)
        for (long at = 0; at < length;) {
            const struct entry *entry = (const struct entry *)(entries + at);
            at += entry->length;
            if (entry->name[0] < '0' || entry->name[0] > '9' || strlen(entry->name) > 20) continue;
            body(entry->name, data);
        }
    close(folder);
}

struct threads {
    char path[96];
    char *end;
    int count;
};

static void take_thread(const char *name, void *data) {
    struct threads *threads = data;
    append(append(threads->end, name), "/children");
    threads->count = take_children(threads->path, threads->count);
}

/* Appends the processes that the threads of `parent` started. */
static int take_children_of(pid_t parent, int count) {
    struct threads threads = {.count = count};
    threads.end = append(append_number(append(threads.path, "/proc/"), parent), "/task/");
    char folder[96];
    append(folder, threads.path);
    each_number(folder, take_thread, &threads);
    return threads.count;
}

int tree_walk(int signal) {
    int count = take_children_of(getpid(), 0);
    for (int i = 0; i < count; i++) {
        if (signal) kill(tree[i], signal);
        count = take_children_of(tree[i], count);
    }
    return count;
}

/* One call that nothing in the group can outrun. Its number is the group's while one of ours is in it. */
static void kill_group(pid_t program, int has_ended) {
    int is_ours = !has_ended;
    int count = is_ours ? 0 : take_children_of(getpid(), 0);
    for (int i = 0; i < count && !is_ours; i++) is_ours = getpgid(tree[i]) == program;
    if (is_ours) kill(-program, SIGKILL);
}

void tree_kill(pid_t program, int has_ended) {
    kill_group(program, has_ended);
    int before = -1;
    for (int round = 0; round < 16; round++) {
        int count = tree_walk(SIGSTOP);
        if (count <= before) break;
        before = count;
    }
    tree_walk(SIGKILL);
}

static void count_threads(const char *name, void *data) {
    char path[96];
    append(append(append(path, "/proc/"), name), "/task");
    struct stat status;
    /* A folder has a link from each folder in it, besides its own two. */
    if (stat(path, &status) == 0 && status.st_uid == getuid() && status.st_nlink > 2)
        *(uint64_t *)data += status.st_nlink - 2;
}

uint64_t tree_user_threads(void) {
    uint64_t count = 0;
    each_number("/proc", count_threads, &count);
    return count;
}
#else
int tree_walk(int signal) {
    (void)signal;
    return 0;
}

void tree_kill(pid_t program, int has_ended) {
    if (!has_ended) kill(-program, SIGKILL);
}

uint64_t tree_user_threads(void) { return 0; }
#endif
