using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>How the clients send: retries, transport, time limits.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Makes options for a version of the service.</summary>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        VersionText = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
        };
    }

    internal string VersionText { get; }

    /// <summary>The versions of the service.</summary>
    public enum ServiceVersion
    {
        /// <summary>The version of 2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>The version of 2020-12-06, the first that takes tokens.</summary>
        V2020_12_06 = 2,
    }
}
