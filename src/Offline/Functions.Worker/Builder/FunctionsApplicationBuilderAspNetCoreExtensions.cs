namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The ASP.NET Core integration, which this build has anyway.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets functions take ASP.NET Core's request and write to its response.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(
        this FunctionsApplicationBuilder builder) => builder;
}
