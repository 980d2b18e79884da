namespace Relay.Azure.TableStorage;

/// <summary>Codes of the service's errors that are met in more than one place.</summary>
internal static class StorageCodes
{
    /// <summary>There is no table of that name.</summary>
    public const string TableNotFound = "TableNotFound";
}
