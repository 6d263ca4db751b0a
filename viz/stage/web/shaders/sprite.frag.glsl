in vec2 corner;
in vec3 tint;
out vec4 output_color;

void main(void) {
    float r = dot(corner, corner);
    if (r > 1.0) discard;
    output_color = vec4(finish(tint * pow(1.0 - r, 1.2)), 1.0);
}
