//go:build !unix

package wasmcache

import "io/fs"

// ownedByUser trusts the folder: the user cache of Windows lies in the user's profile, which others may not write.
func ownedByUser(fs.FileInfo) bool { return true }
