using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction of which one write did not fit; nothing was written.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    internal const string IndexKey = "FailedEntity";

    /// <summary>Makes it of what the service said.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        if (requestFailedException.Data[IndexKey] is string index)
            FailedTransactionActionIndex = int.Parse(index, CultureInfo.InvariantCulture);
    }

    /// <summary>Which write it was, from 0, where the service said so.</summary>
    public int? FailedTransactionActionIndex { get; }
}
