//go:build unix

package wasmcache

import (
	"io/fs"
	"os"
	"syscall"
)

// ownedByUser reports whether the folder belongs to the user whom the process acts for, and only that user may write it.
func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
