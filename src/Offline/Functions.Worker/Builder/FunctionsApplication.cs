namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a Functions worker's Program.cs begins.</summary>
public class FunctionsApplication
{
    /// <summary>Makes the builder of the app.</summary>
    /// <param name="args">The command line.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
