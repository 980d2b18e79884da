using Azure.Identity;
using Relay.Azure.TableStorage;

namespace Relay.Local;

/// <summary>A storage account, as the command line names it.</summary>
internal static class StorageAccount
{
    /// <summary>Says what is wrong with an account's name, without repeating it: it may hold a key. Asks nothing of anybody.</summary>
    /// <returns>One sentence, or null when it is fine.</returns>
    public static string? FaultOf(string account)
    {
        try
        {
            TableStorageClient.Open(account, static () => new DefaultAzureCredential(), TableStorageClient.Options());
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            return "--storage: this is neither the https address of an account's tables nor a connection string with a key.";
        }
    }
}
