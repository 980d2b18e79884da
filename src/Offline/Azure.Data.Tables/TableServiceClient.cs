using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Rest;

namespace Azure.Data.Tables;

/// <summary>A storage account's tables.</summary>
public class TableServiceClient
{
    private const string Scope = "https://storage.azure.com/.default";

    private readonly TableService _service;

    /// <summary>Makes a client by the account's connection string, which holds its key.</summary>
    public TableServiceClient(string connectionString, TableClientOptions options = null)
    {
        var (endpoint, credential) = ConnectionString.Parse(connectionString);
        _service = new(endpoint, new SharedKeyPolicy(credential), options);
    }

    /// <summary>Makes a client by the account's address and an identity.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        _service = new(endpoint, new BearerTokenAuthenticationPolicy(tokenCredential, Scope), options);
    }

    /// <summary>Makes a client by the account's address and its key.</summary>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        _service = new(endpoint, new SharedKeyPolicy(credential), options);
    }

    /// <summary>Makes a client that a test derives from.</summary>
    protected TableServiceClient()
    {
    }

    /// <summary>A client of one table; whether there is such a table, it does not ask.</summary>
    public virtual TableClient GetTableClient(string tableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        return new(_service, tableName);
    }
}
