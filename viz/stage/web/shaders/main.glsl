void main(void) {
    if (shininess < -0.5) {
        output_color = finish(shininess > -1.5 ? background() : sprite());
        return;
    }
    normal = normalize(es_normal);
    pos = es_position;
    if (dot(normal, normalize(pos)) > 0.15) normal = -normal;    // cloth is lit from both sides
    diffuse_color = vcolor.rgb;
    specular_color = vec3(0.9 * clamp(1.3 * shininess, 0.0, 1.0));    // a matt cloth has no highlight
    if (emissive != 0.0) {
        output_color = finish(diffuse_color);
        return;
    }
    lightAt();
    output_color = finish(color);
}
