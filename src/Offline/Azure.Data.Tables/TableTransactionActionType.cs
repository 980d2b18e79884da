namespace Azure.Data.Tables;

/// <summary>What a <see cref="TableTransactionAction"/> does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Adds a row that must not be there yet.</summary>
    Add = 0,

    /// <summary>Changes the named properties of a row.</summary>
    UpdateMerge = 1,

    /// <summary>Puts a row in place of another.</summary>
    UpdateReplace = 2,

    /// <summary>Takes a row away.</summary>
    Delete = 3,

    /// <summary>Adds a row, or changes the named properties of the one that is there.</summary>
    UpsertMerge = 4,

    /// <summary>Adds a row, or puts it in place of the one that is there.</summary>
    UpsertReplace = 5,
}
