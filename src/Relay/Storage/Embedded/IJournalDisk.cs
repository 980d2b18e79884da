namespace Relay.Storage.Embedded;

/// <summary>The few things that the store does with files. Beside the real one there is one in the tests that fails.</summary>
internal interface IJournalDisk
{
    /// <summary>Opens a file that is there.</summary>
    IJournalFile Open(string path);

    /// <summary>Makes an empty file, in place of one that may be there.</summary>
    IJournalFile Create(string path);

    /// <summary>Whether the file is there.</summary>
    bool Exists(string path);

    /// <summary>Deletes a file if it is there.</summary>
    void Delete(string path);

    /// <summary>Renames a file in one step, over the other if that is there.</summary>
    void Rename(string from, string to);

    /// <summary>Returns when the names in a directory would survive a loss of power.</summary>
    void FlushDirectory(string directory);
}
