/* Keeps a log of everything that is written and flushed below $POWER_ROOT, for a drill that cuts the power afterwards.
 *
 * Preloaded before libc. A record is appended after its call has returned, by one writev on O_APPEND, so that records
 * of several processes stand in one order and nothing counts as flushed that was not: seven numbers (magic, operation,
 * length of the name, length of the data, offset), then the name, then the data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, FLUSH = 2, CUT = 3 };

struct record {
    uint32_t magic, operation, name, data;
    int64_t offset;
};

static int log_file = -1;
static char root[PATH_MAX];

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("POWER_LOG"), *below = getenv("POWER_ROOT");
    if (path == NULL || below == NULL)
        return;
    snprintf(root, sizeof root, "%s", below);
    log_file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* The name below the root, or NULL for a file that is not looked at. */
static const char *looked_at(int file, char *path)
{
    char link[64];
    if (log_file < 0)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return NULL;
    path[length] = 0;
    size_t below = strlen(root);
    if (strncmp(path, root, below) != 0 || path[below] != '/')
        return NULL;
    const char *name = path + below + 1;
    if (strstr(name, "-shm") != NULL || strstr(name, ".ticket") != NULL)
        return NULL; /* shared memory and locks do not outlive the machine */
    return name;
}

static void note(uint32_t operation, int file, const void *data, size_t length, int64_t offset)
{
    char path[PATH_MAX];
    const char *name = looked_at(file, path);
    if (name == NULL)
        return;
    struct record head = {0x504f5752u, operation, (uint32_t)strlen(name), (uint32_t)length, offset};
    struct iovec parts[3] = {
        {&head, sizeof head}, {(void *)name, strlen(name)}, {(void *)data, length}};
    if (writev(log_file, parts, 3) < 0)
        abort(); /* a log with a hole would prove nothing */
}

#define TRUE_ONE(type, name) ((type)dlsym(RTLD_NEXT, name))

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset)
{
    ssize_t done = TRUE_ONE(ssize_t(*)(int, const void *, size_t, off64_t), "pwrite64")(file, data, length, offset);
    if (done > 0)
        note(WRITE, file, data, (size_t)done, offset);
    return done;
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset)
{
    return pwrite64(file, data, length, offset);
}

ssize_t write(int file, const void *data, size_t length)
{
    ssize_t done = TRUE_ONE(ssize_t(*)(int, const void *, size_t), "write")(file, data, length);
    if (done > 0)
        note(WRITE, file, data, (size_t)done, -1);
    return done;
}

int fsync(int file)
{
    int done = TRUE_ONE(int (*)(int), "fsync")(file);
    if (done == 0)
        note(FLUSH, file, NULL, 0, 0);
    return done;
}

int fdatasync(int file)
{
    int done = TRUE_ONE(int (*)(int), "fdatasync")(file);
    if (done == 0)
        note(FLUSH, file, NULL, 0, 0);
    return done;
}

int ftruncate64(int file, off64_t length)
{
    int done = TRUE_ONE(int (*)(int, off64_t), "ftruncate64")(file, length);
    if (done == 0)
        note(CUT, file, NULL, 0, length);
    return done;
}

int ftruncate(int file, off_t length)
{
    return ftruncate64(file, length);
}
