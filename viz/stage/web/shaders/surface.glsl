// Takes the place of GlowScript's main(). Software renderers run both sides of every branch, so no texture is looked
// up here, the stage's four lights are written out, and only the Sun makes highlights.
float lit(int i) { return max(dot(normal, LP(i).xyz), 0.0); }     // all lights are distant: directions of length one

void main(void) {
    normal = normalize(es_normal);
    pos = normalize(es_position);
    if (dot(normal, pos) > 0.15) normal = -normal;    // cloth is lit from both sides
    diffuse_color = vcolor.rgb;
    if (emissive != 0.0) {
        output_color = vec4(finish(diffuse_color), 1.0);
        return;
    }
    color = diffuse_color * (light_ambient + LC(0) * lit(0) + LC(1) * lit(1) + LC(2) * lit(2) + LC(3) * lit(3));
    float gloss = 0.9 * clamp(1.3 * shininess, 0.0, 1.0);             // a matt cloth has no highlight
    color += gloss * LC(0) * pow(max(dot(reflect(LP(0).xyz, normal), pos), 1e-4), 100.0 * shininess + 1e-3);
    // Never so, but it keeps every attribute and number alive: GlowScript sets them without asking for what is there.
    if (hasTexture > 2.0) color += bumpX + vec3(mat_pos, vcolor.a) + float(light_count);
    output_color = vec4(finish(color), 1.0);
}
