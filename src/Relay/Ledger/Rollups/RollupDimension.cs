namespace Relay.Ledger.Rollups;

/// <summary>The lines along which records are summed, in the words that begin a partition key.</summary>
internal static class RollupDimension
{
    /// <summary>The project of the key.</summary>
    public const string Project = "project";

    /// <summary>The member that the key was given to, with its project: <c>project/member</c>.</summary>
    public const string Member = "member";

    /// <summary>The model that ran; for a call at which none ran, the one that was asked for.</summary>
    public const string Model = "model";

    /// <summary>The account. Here an attempt counts as a call, for a call may be tried at several.</summary>
    public const string Account = "account";
}
